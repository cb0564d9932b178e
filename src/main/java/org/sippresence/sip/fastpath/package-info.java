/**
 * Requests that are taken before the SIP stack makes transactions of them: interceptors, exchanges, limits by source.
 */
package org.sippresence.sip.fastpath;
