package org.sippresence.bootstrap;

import java.time.Clock;
import java.time.Duration;
import org.sippresence.engine.Journal;
import org.sippresence.engine.Lanes;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityMemory;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.presentity.Write;
import org.sippresence.settings.StorageSettings;

/** The presentities, with the lanes that they run in and the journal that writes them. */
final class PresentityWiring {

    final Lanes lanes;
    final Journal<Write> journal;
    final PresentityMemory memory;
    final Presentities presentities;

    PresentityWiring(Storage storage, StorageSettings settings, int lanes, Clock clock) {
        this.lanes = new Lanes(lanes);
        journal = new Journal<>(
                storage.presentities()::write, settings.useDb() ? settings.journalLinger() : Duration.ZERO);
        memory = new PresentityMemory(
                storage.presentities(),
                new Limits(settings.cacheSize(), settings.useDb(), settings.useDb() && settings.fallbackToDb()));
        presentities = new Presentities(clock, this.lanes, journal, memory);
        presentities.admitWhile(() -> !storage.ownership().isLost(), storage::isThere);
    }
}
