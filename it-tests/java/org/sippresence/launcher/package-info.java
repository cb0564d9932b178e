/** The distribution as an operator runs it: processes, their output, their exit codes. */
package org.sippresence.launcher;
