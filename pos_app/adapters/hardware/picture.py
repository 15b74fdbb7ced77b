"""From the bytes of an image file to one grey picture, within bounds."""

from __future__ import annotations

import io
import threading
import warnings

from PIL import Image, ImageOps

from pos_app.ports.hardware import UnreadableImageError

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 60_000_000
#: Only what cameras, scanners and clipboards write. Pillow's other plugins start programs or parse documents.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "BMP", "GIF", "TIFF", "PPM")
_one_at_a_time = threading.Lock()  # warning filters belong to the process


def open_grey(picture: bytes) -> Image.Image:
    """First frame, upright by its EXIF mark, on white, mode `L`. Raises `UnreadableImageError`."""
    if not picture:
        raise UnreadableImageError("image-not-a-picture")
    if len(picture) > MAX_BYTES:
        raise UnreadableImageError("image-too-large")
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # damaged EXIF and the like: the pixels decide
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(picture), formats=FORMATS) as image:
                return _grey(image)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise UnreadableImageError("image-too-large") from None
        except UnreadableImageError:
            raise
        except Exception as damage:
            # Pillow's decoders answer damaged files with nearly any exception: OSError, SyntaxError, struct.error ...
            raise UnreadableImageError("image-not-a-picture") from damage


def _grey(image: Image.Image) -> Image.Image:
    if image.width * image.height > MAX_PIXELS:
        raise UnreadableImageError("image-too-large")
    image.draft("L", image.size)  # JPEG: leaves the colours undecoded, a third of the time
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):  # 16 bits a pixel: `convert` alone would cut everything bright to white
        return upright.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if upright.has_transparency_data:
        seen = upright.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("L")
    return upright.convert("L")
