package org.sippresence.arquillian;

/**
 * What a deployed application sees of the tests' class path: the container's classes and the hooks, as in the distribution,
 * but none of our classes that the build left there and no resources.
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
}
