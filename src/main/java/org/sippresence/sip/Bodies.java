package org.sippresence.sip;

import java.util.List;
import java.util.stream.Collectors;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.model.Rejection;
import org.sippresence.settings.PublicationSettings;
import org.sippresence.sip.message.BadRequestException;

/** Reads the bodies of requests for an event package. */
final class Bodies {

    private Bodies() {}

    /**
     * Reads the body of a request that has one.
     *
     * @param types the media types that the event package accepts
     * @throws BadRequestException 413, 415 or 400, if the body cannot be read
     */
    static Body read(RequestReader reader, List<MediaType> types, PublicationSettings settings)
            throws BadRequestException {
        BodyDecoder.Result result = new BodyDecoder(types, settings.maxBody())
                .decode(reader.content(), reader.header("Content-Type"), reader.header("Content-Encoding"));
        if (result instanceof BodyDecoder.Decoded decoded) {
            return decoded.body();
        }
        throw new BadRequestException(refusal(result, types));
    }

    private static Rejection refusal(BodyDecoder.Result result, List<MediaType> types) {
        if (result instanceof BodyDecoder.TooLarge) {
            return Rejection.of(413, "Request Entity Too Large");
        }
        if (result instanceof BodyDecoder.Malformed malformed) {
            return Rejection.of(400, malformed.reason());
        }
        boolean coding = result instanceof BodyDecoder.Unsupported unsupported
                && unsupported.header().equals("Accept-Encoding");
        return coding
                ? Rejection.of(415, "Unsupported Media Type", "Accept-Encoding", "gzip, deflate, identity")
                : Rejection.of(
                        415,
                        "Unsupported Media Type",
                        "Accept",
                        types.stream().map(MediaType::toString).collect(Collectors.joining(", ")));
    }
}
