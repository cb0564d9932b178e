/** Stands in for the container's library that reports usage. Only the container uses it. */
package org.restcomm.commons.statistics.reporter;
