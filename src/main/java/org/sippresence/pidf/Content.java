package org.sippresence.pidf;

/** A child of an {@link Element}: another element or character data. */
public sealed interface Content permits Element, Text {}
