/**
 * SIP accounts and the hashes with which they authenticate; no password is stored.
 *
 * <p>May use model, engine and settings. The port is {@link org.sippresence.account.AccountStore}.
 */
package org.sippresence.account;
