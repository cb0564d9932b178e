/**
 * Certificates of this server and of its peers. One {@link org.sippresence.hook.tls.Certificates} serves every listener with TLS
 * and reads changed files again.
 */
package org.sippresence.hook.tls;
