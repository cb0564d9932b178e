package org.sippresence.settings.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class FailureCauseTest {

    private final UncheckedIOException failure = new UncheckedIOException(new IOException("no route"));

    @Test
    void theFailureOfAStageIsTheSameForEachDependentStage() {
        CompletableFuture<String> first = CompletableFuture.failedFuture(failure);
        assertThat(first.handle((value, thrown) -> FailureCause.of(thrown)).join())
                .isSameAs(failure);
        assertThat(first.thenApply(String::length)
                        .thenApply(Integer::toBinaryString)
                        .handle((value, thrown) -> FailureCause.of(thrown))
                        .join())
                .isSameAs(failure);
        CompletionException withoutCause = new CompletionException("none", null);
        assertThat(FailureCause.of(withoutCause)).isSameAs(withoutCause);
    }

    @Test
    void theMessageIsThatOfTheInnermostCause() {
        assertThat(FailureCause.message(new CompletionException(failure))).isEqualTo("no route");
        assertThat(FailureCause.message(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
