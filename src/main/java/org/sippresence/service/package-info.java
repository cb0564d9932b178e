/**
 * The operations of the server, one class for each method: PUBLISH, SUBSCRIBE, REGISTER and MESSAGE. SIP, REST, XCAP and
 * in-process callers enter here. Each operation is decided in the lane of its presentity and answered after the commit.
 */
package org.sippresence.service;
