package org.sippresence.operation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.sippresence.sipclient.Scene;

/** A test of a {@link DeployedServerTest} that runs with a {@link Scene} over UDP, and again with one over TCP. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@interface OverUdpAndTcp {}
