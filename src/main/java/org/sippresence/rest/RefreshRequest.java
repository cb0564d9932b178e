package org.sippresence.rest;

/**
 * The body of refreshWatchers, with the seed's parameter names in JSON.
 *
 * @param event null for presence
 * @param refreshType 0 after a change of rules, another number after a change of stored state; null for 1
 */
record RefreshRequest(String presentityUri, String event, Integer refreshType) {}
