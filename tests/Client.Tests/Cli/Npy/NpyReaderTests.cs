using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Npy;

public sealed class NpyReaderTests
{
    private const string Fp32Header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";

    [Fact]
    public void Every_type_of_the_protocol_but_bf16_is_read()
    {
        foreach (var (type, file) in NumpyFiles.ByType)
        {
            var array = NpyReader.Read(file);
            Assert.Equal(Enum.Parse<TensorDataType>(type), array.DataType);
            Assert.Equal([2L, 3], array.Shape.ToArray());
            Assert.Equal(type == "Bool" ? [0, 1, 1, 1, 1, 1] : [0, 1, 2, 3, 4, 5], Values(array));
        }

        Assert.Equal(
            Enum.GetValues<TensorDataType>().Except([TensorDataType.Unknown, TensorDataType.Bf16, TensorDataType.Bytes]).Select(type => type.ToString()).Order(),
            NumpyFiles.ByType.Keys.Order());
    }

    [Fact]
    public void Big_endian_and_fortran_order_become_the_protocols() // which is little endian and C
    {
        Assert.Equal([0, 1, 2, 3, 4, 5], Values(NpyReader.Read(NumpyFiles.BigEndianFp32)));
        Assert.Equal([0, 1, 2, 3, 4, 5], Values(NpyReader.Read(NumpyFiles.BigEndianFortranInt16)));
        Assert.Equal(Enumerable.Range(0, 24).Select(value => (byte)value), NpyReader.Read(NumpyFiles.FortranUInt8).Data.ToArray());
    }

    [Fact]
    public void Versions_2_and_3_are_read()
    {
        Assert.Equal([0, 1, 2, 3, 4, 5], Values(NpyReader.Read(NumpyFiles.Version2)));
        Assert.Equal([0, 1, 2, 3, 4, 5], Values(NpyReader.Read(NumpyFiles.Version3)));
    }

    [Fact]
    public void Texts_lose_their_padding_and_become_utf8()
    {
        Assert.Equal(["für", "", "日本"], Texts(NpyReader.Read(NumpyFiles.Unicode)));
        Assert.Equal(["für", "", "日本"], Texts(NpyReader.Read(NumpyFiles.BigEndianUnicode)));
        Assert.Equal(["ab", "", "xyz"], Texts(NpyReader.Read(NumpyFiles.Bytes)));
    }

    [Fact]
    public void A_single_value_and_an_empty_array_have_their_shapes()
    {
        Assert.Empty(NpyReader.Read(NumpyFiles.Scalar).Shape);
        Assert.Equal([1.5], Values(NpyReader.Read(NumpyFiles.Scalar)));
        Assert.Equal([0L, 3], NpyReader.Read(NumpyFiles.Empty).Shape.ToArray());
        Assert.Equal([2L], NpyReader.Read(NumpyFiles.Vector).Shape.ToArray());
    }

    [Fact]
    public void What_the_protocol_has_no_type_for_is_named()
    {
        Assert.Equal("its type is '<c16'; expected bool, int8 to int64, uint8 to uint64, float16 to float64, or texts of at least one character (S, U)", Problem(NumpyFiles.Complex));
        Assert.StartsWith("it is a structured array; expected ", Problem(NumpyFiles.Structured));
        Assert.StartsWith("its type is '<M8[D]'; expected ", Problem(NumpyFiles.Dates));
        Assert.StartsWith("it holds Python objects; expected ", Problem(NumpyFiles.Objects));
    }

    [Theory]
    [InlineData("it is no NumPy file", "", "")]
    [InlineData("it ends within its header", Fp32Header, "", 20)]
    [InlineData("it ends within its header", Fp32Header, "", 9)]
    [InlineData("its format is version 0; expected 1, 2 or 3", Fp32Header, "", 6)]
    [InlineData("it has 7 bytes of data; shape (2) of 4-byte elements takes 8", Fp32Header, "1234567")]
    [InlineData("it has 9 bytes of data; shape (2) of 4-byte elements takes 8", Fp32Header, "123456789")]
    [InlineData("its header is not a dictionary", "[1]", "")]
    [InlineData("its header has no 'shape'", "{'descr': '<f4', 'fortran_order': False}", "")]
    [InlineData("its shape is (-1,); expected whole numbers", "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "")]
    [InlineData("its shape has more elements than can be counted", "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", "")]
    [InlineData("it has 0 bytes of data; shape (4611686018427387904) of 8-byte elements takes 36893488147419103232", "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904,)}", "")]
    [InlineData("its type is '<S0'", "{'descr': '<S0', 'fortran_order': False, 'shape': (1000000000,)}", "")]
    [InlineData("its element 0 has a character that Unicode does not", "{'descr': '<U1', 'fortran_order': False, 'shape': (1,)}", "\u00ff\u00ff\u00ff\u00ff")]
    public void A_damaged_file_says_what_is_wrong(string expected, string header, string data, int keep = int.MaxValue)
    {
        var file = header.Length == 0 ? "text"u8.ToArray() : File(header, data);
        Assert.StartsWith(expected, Problem(file[..Math.Min(keep, file.Length)]));
    }

    [Fact]
    public void An_archive_is_told_from_an_array() => Assert.StartsWith("it is an archive (.npz)", Problem([.. "PK\u0003\u0004"u8]));

    [Fact]
    public void No_beginning_of_a_file_crashes_the_reader()
    {
        foreach (var file in NumpyFiles.ByType.Values.Append(NumpyFiles.Unicode).Append(NumpyFiles.Structured))
            for (var length = 0; length < file.Length; length++)
                Assert.NotEmpty(Problem(file[..length]));
    }

    internal static string[] Texts(NpyArray array) =>
        [.. new InferenceTensor { Name = "t", DataType = array.DataType, Shape = array.Shape, Data = array.Data }.Texts()];

    private static string Problem(byte[] file) => Assert.Throws<InvalidDataException>(() => NpyReader.Read(file)).Message;

    private static byte[] File(string header, string data)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.Latin1.GetBytes(header + data)];
    }

    private static double[] Values(NpyArray array) => array.DataType switch
    {
        TensorDataType.Bool or TensorDataType.UInt8 => Cast<byte>(array, value => value),
        TensorDataType.UInt16 => Cast<ushort>(array, value => value),
        TensorDataType.UInt32 => Cast<uint>(array, value => value),
        TensorDataType.UInt64 => Cast<ulong>(array, value => value),
        TensorDataType.Int8 => Cast<sbyte>(array, value => value),
        TensorDataType.Int16 => Cast<short>(array, value => value),
        TensorDataType.Int32 => Cast<int>(array, value => value),
        TensorDataType.Int64 => Cast<long>(array, value => value),
        TensorDataType.Fp16 => Cast<Half>(array, value => (double)value),
        TensorDataType.Fp32 => Cast<float>(array, value => value),
        _ => Cast<double>(array, value => value),
    };

    private static double[] Cast<T>(NpyArray array, Func<T, double> convert)
        where T : unmanaged => [.. MemoryMarshal.Cast<byte, T>(array.Data.Span).ToArray().Select(convert)];
}
