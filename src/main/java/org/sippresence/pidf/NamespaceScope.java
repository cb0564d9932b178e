package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.List;

/** The namespace declarations in scope at one position of a document: a stack that follows the traversal. */
final class NamespaceScope {

    private final List<Declaration> bindings = new ArrayList<>();

    int mark() {
        return bindings.size();
    }

    void push(Declaration declaration) {
        bindings.add(declaration);
    }

    void pushAll(List<Declaration> declarations) {
        bindings.addAll(declarations);
    }

    void reset(int mark) {
        for (int i = bindings.size() - 1; i >= mark; i--) {
            bindings.remove(i);
        }
    }

    boolean binds(String prefix) {
        return find(prefix) >= 0;
    }

    boolean binds(String prefix, String uri) {
        int found = find(prefix);
        return found >= 0 && bindings.get(found).uri().equals(uri);
    }

    /** Returns the declarations added since a mark, outermost first. */
    List<Declaration> since(int mark) {
        return List.copyOf(bindings.subList(mark, bindings.size()));
    }

    int size() {
        return bindings.size();
    }

    Declaration get(int index) {
        return bindings.get(index);
    }

    /** Whether no later declaration hides this one. */
    boolean visible(int index) {
        return find(bindings.get(index).prefix()) == index;
    }

    private int find(String prefix) {
        for (int i = bindings.size() - 1; i >= 0; i--) {
            if (bindings.get(i).prefix().equals(prefix)) {
                return i;
            }
        }
        return -1;
    }
}
