package org.sippresence.rest;

/**
 * The body of refreshWatchers, with Kamailio's parameter names in JSON.
 *
 * @param event null for presence
 * @param refreshType 0 after a change of rules, 1 after a change of stored state, 2 after one of a pidf-manipulation
 *     document; null for 1
 */
record RefreshRequest(String presentityUri, String event, Integer refreshType) {}
