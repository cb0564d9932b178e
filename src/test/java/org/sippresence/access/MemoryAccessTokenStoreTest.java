package org.sippresence.access;

final class MemoryAccessTokenStoreTest implements AccessTokenStoreContract {

    private final AccessTokenStore store = new MemoryAccessTokenStore();

    @Override
    public AccessTokenStore tokens() {
        return store;
    }
}
