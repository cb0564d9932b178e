/**
 * What single steps of the work cost, by JMH: {@code bench/jmh.sh}. What only its own package sees is measured in that package,
 * beside this one.
 */
package org.sippresence.bench.jmh;
