/**
 * The fast path: requests are received before the SIP stack creates transactions for them. Interceptors, exchanges, rate limits
 * by source.
 */
package org.sippresence.sip.fastpath;
