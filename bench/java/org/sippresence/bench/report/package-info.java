/**
 * What was measured, told to people: medians over the rounds, goals, tables, plots and the costs that profiles show.
 *
 * <p>Reads the lines of JSON that the load generator writes; uses the JDK and Jackson only.
 */
package org.sippresence.bench.report;
