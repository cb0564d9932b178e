package org.sippresence.pidf;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.sippresence.xml.MalformedXmlException;

/** A contact's priority: a decimal number between 0 and 1, stored in thousandths. */
final class Priority {

    private static final int MAX_LENGTH = 32;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)");

    private static final List<String> PRINTED = IntStream.rangeClosed(0, 1000)
            .mapToObj(i -> BigDecimal.valueOf(i, 3).stripTrailingZeros().toPlainString())
            .toList();

    private Priority() {}

    /** Parses a priority. A number out of range counts as absent (RFC 3863 section 4.1.5); anything else is an error. */
    static OptionalInt parse(String text) throws MalformedXmlException {
        String digits = text.strip();
        if (digits.length() > MAX_LENGTH || !DECIMAL.matcher(digits).matches()) {
            throw new MalformedXmlException("priority is not a decimal number");
        }
        BigDecimal thousandths = new BigDecimal(digits).movePointRight(3).setScale(0, RoundingMode.HALF_UP);
        if (thousandths.signum() < 0 || thousandths.compareTo(BigDecimal.valueOf(1000)) > 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(thousandths.intValueExact());
    }

    /** Returns the shortest text, such as {@code 0.8} or {@code 1}. */
    static String print(int thousandths) {
        return PRINTED.get(thousandths);
    }
}
