namespace OrleansInference.Cli.Images;

/// <summary>How a PNG's pixels are made of samples; the numbers are the file's.</summary>
internal enum PngColourType : byte
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    Rgba = 6,
}
