package org.sippresence.pidf;

/** The form of an XML dateTime; clients forget the zone, or its colon, and are forgiven. */
final class Timestamps {

    private static final String FORM = "dddd-dd-ddTdd:dd:dd";

    private Timestamps() {}

    static boolean isDateTime(String text) {
        if (text.length() < FORM.length() || text.length() > 40) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char wanted = FORM.charAt(i);
            char c = text.charAt(i);
            if (wanted == 'd' ? !isDigit(c) : c != wanted) {
                return false;
            }
        }
        int at = FORM.length();
        if (at < text.length() && text.charAt(at) == '.') {
            int from = ++at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                return false;
            }
        }
        return isZone(text.substring(at));
    }

    private static boolean isZone(String zone) {
        if (zone.isEmpty() || zone.equals("Z")) {
            return true;
        }
        String digits = zone.length() == 6 && zone.charAt(3) == ':' ? zone.substring(1, 3) + zone.substring(4) : "";
        if (zone.length() == 5) {
            digits = zone.substring(1);
        }
        return (zone.charAt(0) == '+' || zone.charAt(0) == '-')
                && digits.length() == 4
                && digits.chars().allMatch(c -> isDigit((char) c));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
