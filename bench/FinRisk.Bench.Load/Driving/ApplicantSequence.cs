using System.Text;

namespace FinRisk.Bench.Load.Driving;

/// <summary>
/// Request bodies, each for an applicant whom no other request of this run names: a valid ID number and names of its own.
/// Made by patching a copy of one template, which costs no more than fetching a stored body would.
/// </summary>
internal sealed class ApplicantSequence
{
    private static readonly byte[] Template =
        Encoding.UTF8.GetBytes("""{"firstName":"Naledi","lastName":"aaaaaaaa","idNumber":"0000000000000"}""");

    private static readonly int NameAt = Template.AsSpan().IndexOf("aaaaaaaa"u8);
    private static readonly int IdAt = Template.AsSpan().IndexOf("0000000000000"u8);
    private static readonly int FirstDay = new DateOnly(1930, 1, 1).DayNumber;
    private static readonly int Days = new DateOnly(2000, 1, 1).DayNumber - FirstDay;

    private long last = -1;

    public byte[] Next()
    {
        var number = Interlocked.Increment(ref last);
        var body = Template.AsSpan().ToArray();
        WriteLetters(body.AsSpan(NameAt, 8), number);
        WriteIdNumber(body.AsSpan(IdAt, 13), number);
        return body;
    }

    private static void WriteLetters(Span<byte> target, long number)
    {
        for (var i = target.Length - 1; i >= 0; i--, number /= 26)
            target[i] = (byte)('a' + number % 26);
    }

    /// <summary>YYMMDD, four digits of sequence, citizenship 0, a free digit, and the Luhn check digit.</summary>
    private static void WriteIdNumber(Span<byte> target, long number)
    {
        var born = DateOnly.FromDayNumber(FirstDay + (int)(number % Days));
        WriteDigits(target[..2], born.Year % 100);
        WriteDigits(target[2..4], born.Month);
        WriteDigits(target[4..6], born.Day);
        WriteDigits(target[6..10], number / Days % 10_000);
        WriteDigits(target[10..12], number / Days / 10_000 % 10);

        var sum = 0;
        for (var i = 0; i < 12; i++)
        {
            var digit = target[i] - '0';
            sum += i % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
        }

        target[12] = (byte)('0' + (10 - sum % 10) % 10);
    }

    private static void WriteDigits(Span<byte> target, long number)
    {
        for (var i = target.Length - 1; i >= 0; i--, number /= 10)
            target[i] = (byte)('0' + number % 10);
    }
}
