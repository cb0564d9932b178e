package org.sippresence.arquillian;

import java.net.URL;

/**
 * What a deployed application sees of the tests' class path: the container's classes and the hooks, as in the distribution,
 * but none of our classes that the build left there and no resources of the libraries.
 */
final class ContainerView extends ClassLoader {

    private final ClassLoader tests;

    ContainerView(ClassLoader tests) {
        super(ClassLoader.getPlatformClassLoader());
        this.tests = tests;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith("org.sippresence.") && !name.startsWith("org.sippresence.hook.")) {
            throw new ClassNotFoundException(name);
        }
        return tests.loadClass(name);
    }

    /** Tomcat reads one class of its own as a resource. */
    @Override
    protected URL findResource(String name) {
        return name.startsWith("org/apache/catalina/") ? tests.getResource(name) : null;
    }
}
