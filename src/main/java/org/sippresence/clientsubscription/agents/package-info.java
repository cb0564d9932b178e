/** Presence that the users' own presence agents report to SUBSCRIBEs of this server (RFC 3856): one more source of presence. */
package org.sippresence.clientsubscription.agents;
