package org.sippresence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the rules of CONTRIBUTING that can be read from the sources. */
final class CodeLimitsTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final int CLASS_LINES = 400;
    private static final int METHOD_LINES = 40;
    private static final int PARAMETERS = 4;
    private static final int COMPONENTS = 8;

    private static final Findings FINDINGS = new Findings();

    @BeforeAll
    static void parse() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(files(SOURCES)));
            Trees trees = Trees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new SourceScanner(unit, trees, FINDINGS).scan(unit, null);
            }
        }
    }

    @Test
    void aFileHasAtMost400Lines() throws IOException {
        List<String> over = new ArrayList<>();
        for (Path file : files(SOURCES)) {
            if (Files.readAllLines(file).size() > CLASS_LINES) {
                over.add("lines of file " + file.getFileName());
            }
        }
        assertThat(over).isEmpty();
    }

    @Test
    void methodsAndRecordsAreSmall() {
        assertThat(FINDINGS.overLimit).isEmpty();
    }

    @Test
    void classesAreFinalSealedOrAbstract() {
        assertThat(FINDINGS.openClasses).isEmpty();
    }

    @Test
    void publicTypesHaveJavadoc() {
        assertThat(FINDINGS.withoutJavadoc).isEmpty();
    }

    @Test
    void methodsForOtherClassesDoNotReturnNull() {
        assertThat(FINDINGS.nullReturns).isEmpty();
    }

    @Test
    void nobodyCatchesThrowable() {
        assertThat(FINDINGS.catchesOfThrowable).isEmpty();
    }

    @Test
    void testsWaitForConditions() throws IOException {
        List<Path> sleeping = new ArrayList<>();
        for (String root : List.of("src/test/java", "it-tests/java", "bench/java")) {
            for (Path file : files(Path.of(root))) {
                if (Files.readString(file).contains("Thread" + ".sleep(")) {
                    sleeping.add(file);
                }
            }
        }
        assertThat(sleeping).isEmpty();
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static final class Findings {

        private final List<String> overLimit = new ArrayList<>();
        private final List<String> openClasses = new ArrayList<>();
        private final List<String> withoutJavadoc = new ArrayList<>();
        private final List<String> nullReturns = new ArrayList<>();
        private final List<String> catchesOfThrowable = new ArrayList<>();
    }

    private static final class SourceScanner extends TreePathScanner<Void, Void> {

        private static final Set<Modifier> CLOSED = EnumSet.of(Modifier.FINAL, Modifier.SEALED, Modifier.ABSTRACT);

        private final CompilationUnitTree unit;
        private final Trees trees;
        private final Findings findings;
        private String owner = "";

        SourceScanner(CompilationUnitTree unit, Trees trees, Findings findings) {
            this.unit = unit;
            this.trees = trees;
            this.findings = findings;
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
                checkLimit(components, COMPONENTS, "components of record " + owner);
            }
            Set<Modifier> modifiers = type.getModifiers().getFlags();
            if (type.getKind() == Tree.Kind.CLASS
                    && !owner.isEmpty()
                    && !isAnnotated(type.getModifiers(), "Entity")
                    && !isAnnotated(type.getModifiers(), "MappedSuperclass")
                    && Collections.disjoint(modifiers, CLOSED)) {
                findings.openClasses.add(owner);
            }
            if (outer.isEmpty()
                    && modifiers.contains(Modifier.PUBLIC)
                    && trees.getDocComment(getCurrentPath()) == null) {
                findings.withoutJavadoc.add(owner);
            }
            super.visitClass(type, null);
            owner = outer;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            String name = owner + '.' + method.getName();
            SourcePositions positions = trees.getSourcePositions();
            if (method.getBody() != null && positions.getStartPosition(unit, method.getBody()) >= 0) {
                LineMap lines = unit.getLineMap();
                long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                checkLimit(last - first + 1, METHOD_LINES, "lines of method " + name);
            }
            if (!method.getName().contentEquals("<init>") && !isAnnotated(method.getModifiers(), "Override")) {
                checkLimit(method.getParameters().size(), PARAMETERS, "parameters of method " + name);
            }
            return super.visitMethod(method, null);
        }

        @Override
        public Void visitReturn(ReturnTree statement, Void nothing) {
            if (statement.getExpression() != null
                    && statement.getExpression().getKind() == Tree.Kind.NULL_LITERAL
                    && enclosing() instanceof MethodTree method
                    && !method.getModifiers().getFlags().contains(Modifier.PRIVATE)
                    && !isAnnotated(method.getModifiers(), "Override")) {
                findings.nullReturns.add(owner + '.' + method.getName());
            }
            return super.visitReturn(statement, null);
        }

        /** The method or lambda expression that a return statement leaves. */
        private Tree enclosing() {
            TreePath path = getCurrentPath();
            while (!(path.getLeaf() instanceof MethodTree) && !(path.getLeaf() instanceof LambdaExpressionTree)) {
                path = path.getParentPath();
            }
            return path.getLeaf();
        }

        @Override
        public Void visitCatch(CatchTree caught, Void nothing) {
            if (caught.getParameter().getType().toString().equals("Throwable")) {
                findings.catchesOfThrowable.add(owner);
            }
            return super.visitCatch(caught, null);
        }

        private static boolean isAnnotated(ModifiersTree modifiers, String annotation) {
            return modifiers.getAnnotations().stream()
                    .anyMatch(each -> each.getAnnotationType().toString().equals(annotation));
        }

        private void checkLimit(long size, int limit, String subject) {
            if (size > limit) {
                findings.overLimit.add(subject);
            }
        }
    }
}
