package org.sippresence.pidf;

/** What stands inside an {@link Element}: another element or character data. */
public sealed interface Content permits Element, Text {}
