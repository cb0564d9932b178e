/**
 * The operations of the server, one class for each SIP method: PUBLISH, SUBSCRIBE, REGISTER and MESSAGE. SIP, REST, XCAP and
 * in-process callers use these classes. Each operation is decided in the lane of its presentity and answered after the commit.
 */
package org.sippresence.service;
