package org.sippresence.persistence;

import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.publication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sippresence.presentity.Write.SavePublication;

/** A process that writes publications one by one, acknowledges each on its output and waits for its violent death. */
final class KilledWriter {

    private KilledWriter() {}

    public static void main(String[] arguments) throws IOException {
        JpaPresentityStore store = StorageFixtures.open(StorageFixtures.settings(arguments[0]));
        for (int i = 0; ; i++) {
            store.write(List.of(new SavePublication(publication("p" + i, ALICE))));
            System.out.write((i + "\n").getBytes(StandardCharsets.US_ASCII));
            System.out.flush();
        }
    }
}
