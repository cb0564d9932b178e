package org.sippresence.presentity;

final class InMemoryPresentityStoreTest implements PresentityStoreContract {

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();

    @Override
    public PresentityStore store() {
        return store;
    }
}
