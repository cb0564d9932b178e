/**
 * REGISTER (RFC 3261 section 10): the contacts of an address of record, their sources and lifetimes. Pure decisions over the port
 * {@link org.sippresence.registration.RegistrationStore}.
 *
 * <p>Depends on {@code model} and {@code settings}.
 */
package org.sippresence.registration;
