package org.sippresence.sip;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.Supported;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.URI;
import javax.sip.header.Header;
import javax.sip.header.HeaderFactory;

/** Headers and addresses of the stack. What is built here was checked when it came in, so a failure is a fault of ours. */
final class Headers {

    static final HeaderFactory FACTORY = new HeaderFactoryImpl();
    private static final AddressFactory ADDRESSES = new AddressFactoryImpl();

    private Headers() {}

    static Header contact(String uri) {
        return FACTORY.createContactHeader(address(uri));
    }

    static Address address(String uri) {
        return address(uri(uri));
    }

    static Address address(URI uri) {
        return ADDRESSES.createAddress(uri);
    }

    static URI uri(String uri) {
        try {
            return ADDRESSES.createURI(uri);
        } catch (ParseException e) {
            throw new IllegalArgumentException("bad URI " + uri, e);
        }
    }

    /** An empty Supported header. */
    static Header noOptions() {
        return new Supported();
    }

    static Header cseq(long number, String method) {
        try {
            return FACTORY.createCSeqHeader(number, method);
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalArgumentException("bad CSeq " + number, e);
        }
    }

    /** A header, or a list of them where the value is one. */
    static Header of(String name, String value) {
        try {
            return StringMsgParser.parseSIPHeader(name + ": " + value);
        } catch (ParseException e) {
            throw new IllegalArgumentException("bad value of header " + name, e);
        }
    }
}
