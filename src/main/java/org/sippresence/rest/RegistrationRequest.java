package org.sippresence.rest;

import java.util.List;

/** The body of PUT for the contacts of an address of record. Absent members are null. */
record RegistrationRequest(List<Contact> contacts) {

    /**
     * One contact.
     *
     * @param q from 0 to 1
     * @param expires seconds
     */
    record Contact(String contact, Double q, Integer expires) {}
}
