/**
 * Microbenchmarks with JMH: {@code bench/jmh.sh}. Benchmarks of package-private classes are in the package of these.
 */
package org.sippresence.bench.jmh;
