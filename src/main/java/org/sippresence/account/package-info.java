/**
 * SIP users and the hashes by which they prove who they are; no password is kept.
 *
 * <p>May use model and settings. The port is {@link org.sippresence.account.AccountStore}.
 */
package org.sippresence.account;
