package org.sippresence.pidf;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalInt;

/** A contact's priority: a decimal number between 0 and 1, stored in thousandths. */
final class Priority {

    private static final int MAX_LENGTH = 32;

    private Priority() {}

    /** Parses a priority. A number out of range counts as absent (RFC 3863 section 4.1.5); anything else is an error. */
    static OptionalInt parse(String text) throws MalformedPidfException {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > MAX_LENGTH || !isDecimal(digits)) {
            throw new MalformedPidfException("priority is not a decimal number");
        }
        BigDecimal thousandths = new BigDecimal(digits).movePointRight(3).setScale(0, RoundingMode.HALF_UP);
        if (thousandths.signum() < 0 || thousandths.compareTo(BigDecimal.valueOf(1000)) > 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(thousandths.intValueExact());
    }

    private static boolean isDecimal(String text) {
        int digits = 0;
        int points = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.') {
                points++;
            } else if (i > 0 || (c != '-' && c != '+')) {
                return false;
            }
        }
        return digits > 0 && points <= 1;
    }

    /** Returns the shortest text, such as {@code 0.8} or {@code 1}. */
    static String print(int thousandths) {
        if (thousandths % 1000 == 0) {
            return Integer.toString(thousandths / 1000);
        }
        StringBuilder out = new StringBuilder(5).append("0.");
        int rest = thousandths;
        for (int unit = 100; rest > 0; unit /= 10) {
            out.append((char) ('0' + rest / unit));
            rest %= unit;
        }
        return out.toString();
    }
}
