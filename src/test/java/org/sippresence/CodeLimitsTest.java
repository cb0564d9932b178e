package org.sippresence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Holds the sizes that CONTRIBUTING states, in the product's sources. */
final class CodeLimitsTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final int CLASS_LINES = 400;
    private static final int METHOD_LINES = 40;
    private static final int PARAMETERS = 4;
    private static final int COMPONENTS = 8;

    /** What is over a limit and still to be divided. Nothing is added here. */
    private static final Set<String> TO_BE_DIVIDED = Set.of(
            "lines of method PresenceServer.<init>",
            "parameters of method PublicationsResource.publish",
            "parameters of method PublicationsResource.change",
            "parameters of method SubscribeHandler.command");

    @Test
    void aFileHasAtMost400Lines() throws IOException {
        List<String> over = new ArrayList<>();
        for (Path file : sources()) {
            long lines;
            try (Stream<String> text = Files.lines(file)) {
                lines = text.count();
            }
            if (lines > CLASS_LINES) {
                over.add("lines of file " + file.getFileName());
            }
        }
        assertThat(over).isSubsetOf(TO_BE_DIVIDED);
    }

    @Test
    void methodsAndRecordsAreSmall() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> over = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Sizes(unit, positions, over).scan(unit, null);
            }
        }
        assertThat(over).isSubsetOf(TO_BE_DIVIDED);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static final class Sizes extends TreeScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> over;
        private String owner = "";

        Sizes(CompilationUnitTree unit, SourcePositions positions, List<String> over) {
            this.unit = unit;
            this.positions = positions;
            this.over = over;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            String outer = owner;
            owner = type.getSimpleName().toString();
            if (type.getKind() == Tree.Kind.RECORD) {
                long components = type.getMembers().stream()
                        .filter(VariableTree.class::isInstance)
                        .map(VariableTree.class::cast)
                        .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                        .count();
                note(components, COMPONENTS, "components of record " + owner);
            }
            super.visitClass(type, null);
            owner = outer;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            String name = owner + '.' + method.getName();
            if (method.getBody() != null && positions.getStartPosition(unit, method.getBody()) >= 0) {
                LineMap lines = unit.getLineMap();
                long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                note(last - first + 1, METHOD_LINES, "lines of method " + name);
            }
            boolean chosenElsewhere = method.getModifiers().getAnnotations().stream()
                    .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
            if (!method.getName().contentEquals("<init>") && !chosenElsewhere) {
                note(method.getParameters().size(), PARAMETERS, "parameters of method " + name);
            }
            return super.visitMethod(method, null);
        }

        private void note(long size, int most, String of) {
            if (size > most) {
                over.add(of);
            }
        }
    }
}
