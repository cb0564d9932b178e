package org.sippresence.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.sippresence.access.Operation;

/**
 * The operation that a resource method does. {@link TokenFilter} rejects callers who may do it to no target at all. The method
 * checks its own target ({@link Access#require}), unless the operation is about the whole server.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Requires {
    Operation value();
}
