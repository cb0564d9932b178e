package org.sippresence.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a resource that requires no token. All others do. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Unauthenticated {}
