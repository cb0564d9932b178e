package org.sippresence.rest;

/** The body of PUT for an attribute. Absent members are null. */
record AttributeRequest(String value) {}
