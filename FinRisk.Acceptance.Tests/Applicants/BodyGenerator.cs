using System.Globalization;
using System.Text;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Applicants;

/// <summary>Bodies that are valid, nearly valid or hostile; the same seed gives the same bodies.</summary>
internal sealed class BodyGenerator(int seed)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    private static readonly string[] BadNames =
        ["", "  ", "x9", "a_b", "<script>", "\u0000", "\u202Eabc", "\uFFFF", "\U0001F600", "'; DROP TABLE x;--", "{{7*7}}",
            "\u0301", new('z', 101)];

    private static readonly string[] BadIds =
        ["", "0", "0000000000000", "9001011234088", "85061558 02080", "1e12", "-850615580208", "８００１０１５００９０８７", new('8', 5000)];

    private static readonly string[] Shapes =
    [
        "", " ", "null", "true", "0", "\"\"", "[]", "{", "}", "{}", "{}{}", "[[[[[[[[[[]]]]]]]]]]", "{\"firstName\":}", "{'a':1}",
        "{\"firstName\":\"\\ud800\"}", "{\"firstName\":\"\\u00\"}", "{\"a\":1e999999}", "{\"\":{\"\":{\"\":{}}}}", "\u0000",
        "// x", "NaN",
        "{\"__proto__\":{\"firstName\":\"x\"}}", "{\"$type\":\"System.Object\"}", "<xml/>", "firstName=x&lastName=y",
    ];

    private readonly Random random = new(seed);

    public GeneratedBody Next() => random.Next(100) switch
    {
        < 30 => Valid(),
        < 60 => NearlyValid(),
        < 80 => Mutated(),
        < 95 => Shaped(),
        _ => Noise(),
    };

    private GeneratedBody Valid() => new(Encode(Person()), GeneratedBody.None);

    /// <summary>One field is wrong in a way that the field rules name.</summary>
    private GeneratedBody NearlyValid()
    {
        var person = Person();
        switch (random.Next(3))
        {
            case 0: return new(Encode(person with { FirstName = Pick(BadNames) }), "firstName");
            case 1: return new(Encode(person with { LastName = Pick(BadNames) }), "lastName");
            default:
                return new(
                Encode(person with { IdNumber = random.Next(2) is 0 ? Pick(BadIds) : Misread(person.IdNumber) }), "idNumber");
        }
    }

    /// <summary>A few bytes of a valid body are changed, doubled or lost.</summary>
    private GeneratedBody Mutated()
    {
        var bytes = Encode(Person()).ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var place = random.Next(bytes.Count);
            switch (random.Next(3))
            {
                case 0: bytes[place] = (byte)random.Next(256); break;
                case 1: bytes.Insert(place, bytes[place]); break;
                default: bytes.RemoveAt(place); break;
            }
        }

        return new([.. bytes], GeneratedBody.Somewhere);
    }

    private GeneratedBody Shaped() => new(Encoding.UTF8.GetBytes(Pick(Shapes)), GeneratedBody.Somewhere);

    private GeneratedBody Noise()
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return new(bytes, GeneratedBody.Somewhere);
    }

    private Applicant Person() => new(Name(), Name(), SouthAfricanId.At(random.Next(int.MaxValue)));

    private string Name()
    {
        var name = new StringBuilder();
        for (var length = random.Next(10, 30); length > 0; length--)
            name.Append(random.Next(12) is 0
                ? Pick([" ", "-", "'", ".", "\u2019", "\u00E9", "\u0436", "\u05D0"]) : Letters[random.Next(Letters.Length)]);
        return "M" + name;
    }

    /// <summary>One digit read wrongly: the mistake that a check digit always finds.</summary>
    private string Misread(string idNumber)
    {
        var place = random.Next(idNumber.Length);
        var digit = (idNumber[place] - '0' + random.Next(1, 10)) % 10;
        return idNumber[..place] + digit.ToString(CultureInfo.InvariantCulture) + idNumber[(place + 1)..];
    }

    private string Pick(string[] values) => values[random.Next(values.Length)];

    private static byte[] Encode(Applicant person)
    {
        PersonalData.Mark(person.FirstName, person.LastName, person.IdNumber);
        return Encoding.UTF8.GetBytes(person.ToJson());
    }
}
