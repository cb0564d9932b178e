/**
 * The report of a run: medians over the rounds, goals, tables, plots and costs from profiles.
 *
 * <p>Reads the lines of JSON that the load generator writes; uses the JDK and Jackson only.
 */
package org.sippresence.bench.report;
