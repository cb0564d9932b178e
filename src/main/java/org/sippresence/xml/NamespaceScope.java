package org.sippresence.xml;

import java.util.ArrayList;
import java.util.List;

/** The namespace declarations in scope at one position of a document: a stack that follows the traversal. */
public final class NamespaceScope {

    private final List<Declaration> bindings = new ArrayList<>();

    public int mark() {
        return bindings.size();
    }

    public void push(Declaration declaration) {
        bindings.add(declaration);
    }

    public void pushAll(List<Declaration> declarations) {
        bindings.addAll(declarations);
    }

    public void reset(int mark) {
        bindings.subList(mark, bindings.size()).clear();
    }

    public boolean binds(String prefix) {
        return find(prefix) >= 0;
    }

    public boolean binds(String prefix, String uri) {
        int found = find(prefix);
        return found >= 0 && bindings.get(found).uri().equals(uri);
    }

    public int size() {
        return bindings.size();
    }

    public Declaration get(int index) {
        return bindings.get(index);
    }

    /** Whether no later declaration hides this one. */
    public boolean visible(int index) {
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
