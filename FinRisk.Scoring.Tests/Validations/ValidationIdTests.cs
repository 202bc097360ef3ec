using System.Text.Json;
using CsCheck;
using FinRisk.Scoring.Ids;
using FinRisk.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>36 characters of base32hex, 128 of its bits unguessable, sorted by time.</summary>
public sealed class ValidationIdTests
{
    private static readonly Gen<(long Time, byte[] Secret)> Parts = Gen.Select(
        Gen.Long[0, (1L << 48) - 1], Gen.Byte.Array[ValidationId.SecretBytes]);

    [Fact]
    public void An_id_has_36_characters_of_its_alphabet_and_is_read_back() => Parts.Sample(
        (time, secret) =>
        {
            var id = ValidationId.Create(time, secret);
            Assert.Matches("^[0-9a-v]{36}$", id.Value);
            var isDate = time < new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
            Assert.Equal(isDate, ValidationId.TryParse(id.Value, out var read));
            Assert.Equal(isDate ? id : default, read);
        },
        iter: Properties.Iterations(2_000));

    [Fact]
    public void An_id_is_stored_as_text_and_a_text_that_is_none_is_refused_where_it_is_read()
    {
        var id = ValidationId.Create(1, new byte[ValidationId.SecretBytes]);
        var json = JsonSerializer.Serialize(new { id });
        Assert.Equal($$"""{"id":"{{id.Value}}"}""", json);
        Assert.Equal(id, JsonSerializer.Deserialize<ValidationId>($"\"{id.Value}\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ValidationId>("\"not-an-id\""));
        Assert.Throws<FormatException>(() => ValidationId.Parse("not-an-id"));
    }

    [Fact]
    public void Ids_sort_by_their_time() => Gen.Select(Parts, Parts).Sample(
        (one, other) =>
        {
            var order = string.CompareOrdinal(
                ValidationId.Create(one.Time, one.Secret).Value, ValidationId.Create(other.Time, other.Secret).Value);
            return one.Time == other.Time || Math.Sign(order) == one.Time.CompareTo(other.Time);
        },
        iter: Properties.Iterations(2_000));

    [Fact]
    public void Neighbouring_milliseconds_sort_too() => Parts.Sample(
        (time, secret) =>
            string.CompareOrdinal(ValidationId.Create(time, secret).Value, ValidationId.Create(time + 1, new byte[16]).Value) < 0,
        iter: Properties.Iterations(2_000));

    [Fact]
    public void The_floor_of_a_moment_is_before_its_ids_and_after_all_earlier_ones() =>
        Gen.Select(Gen.Long[1, 200_000_000_000_000], Gen.Byte.Array[16]).Sample(
        (time, secret) =>
        {
            var floor = ValidationId.FloorOf(DateTimeOffset.FromUnixTimeMilliseconds(time));
            Assert.True(string.CompareOrdinal(floor, ValidationId.Create(time, secret).Value) <= 0);
            Assert.True(string.CompareOrdinal(floor, ValidationId.Create(time - 1, secret).Value) > 0);
        },
        iter: Properties.Iterations(2_000));

    [Fact]
    public void Every_bit_of_the_parts_is_in_the_id()
    {
        var plain = ValidationId.Create(0, new byte[16]);
        Assert.Equal(new string('0', 36), plain.Value);
        var ids = new HashSet<ValidationId> { plain };
        for (var bit = 0; bit < 48; bit++)
            Assert.True(ids.Add(ValidationId.Create(1L << bit, new byte[16])));
        for (var bit = 0; bit < 128; bit++)
        {
            var secret = new byte[16];
            secret[bit / 8] = (byte)(1 << (bit % 8));
            Assert.True(ids.Add(ValidationId.Create(0, secret)));
        }
    }

    [Fact]
    public void New_ids_of_one_moment_share_the_time_and_nothing_else()
    {
        var clock = new FakeTimeProvider(Sample.Start);
        var ids = Enumerable.Range(0, 10_000).Select(_ => ValidationId.New(clock).Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        var floor = ValidationId.FloorOf(Sample.Start);
        Assert.All(ids, id => Assert.Equal(floor[..9], id[..9]));
        Assert.Equal(32, ids.Select(id => id[20]).Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000")]
    [InlineData("w00000000000000000000000000000000000")]
    [InlineData("A00000000000000000000000000000000000")]
    [InlineData("../../../../../../../../etc/passwd/0")]
    [InlineData("00000000000000000000000000000000000 ")]
    [InlineData("0000000000000000000000000000000000\u0660\u0661")]
    [InlineData("uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu")]
    [InlineData("vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv")]
    public void Anything_else_is_no_id(string? text)
    {
        Assert.False(ValidationId.TryParse(text, out var id));
        Assert.Equal(default, id);
    }
}
