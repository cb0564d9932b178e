package org.sippresence.rest;

/** The body of PUT for an attribute. Null where it was not sent. */
record AttributeRequest(String value) {}
