/**
 * The fast path: requests are received before the SIP stack creates transactions for them. Interceptors, server
 * transactions of datagrams, rate limits by source.
 */
package org.sippresence.sip.fastpath;
