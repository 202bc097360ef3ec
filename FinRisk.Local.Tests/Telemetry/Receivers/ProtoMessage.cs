using System.Buffers.Binary;
using System.Text;

namespace FinRisk.Local.Tests.Telemetry.Receivers;

/// <summary>
/// A protobuf message by its field numbers: enough to read what an OTLP exporter sends, without generated code.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, ReadOnlyMemory<byte> Bytes, ulong Number)> _fields = [];

    public ProtoMessage(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var tag = Varint(bytes.Span, ref at);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add((field, default, Varint(bytes.Span, ref at)));
                    break;
                case 1:
                    _fields.Add((field, bytes.Slice(at, 8), BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..])));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes.Span, ref at);
                    _fields.Add((field, bytes.Slice(at, length), 0));
                    at += length;
                    break;
                case 5:
                    _fields.Add((field, bytes.Slice(at, 4), BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..])));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException("Not a protobuf message.");
            }
        }
    }

    public bool Has(int field) => _fields.Exists(entry => entry.Field == field);

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    public ulong Number(int field) => _fields.Find(entry => entry.Field == field).Number;

    public IEnumerable<ProtoMessage> Messages(int field) =>
        _fields.Where(entry => entry.Field == field).Select(entry => new ProtoMessage(entry.Bytes));

    /// <summary>OpenTelemetry's list of key and value: text, number or truth.</summary>
    public Dictionary<string, string> Attributes(int field) =>
        Messages(field).ToDictionary(pair => pair.Text(1), pair => Value(pair.Messages(2).Single()));

    public static string Value(ProtoMessage any) => any.Has(1) ? any.Text(1) : any.Has(4)
        ? BitConverter.UInt64BitsToDouble(any.Number(4)).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : any.Number(any.Has(2) ? 2 : 3).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private ReadOnlySpan<byte> Bytes(int field) => _fields.Find(entry => entry.Field == field).Bytes.Span;

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
