using System.Security.Cryptography;
using System.Text;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Validations;

namespace FinRisk.Scoring.Tests.Privacy;

/// <summary>Contract 6: look-ups by keyed hash.</summary>
public sealed class LookupHasherTests
{
    private static LookupHasher Hasher => Secrets.Hasher;

    [Fact]
    public void An_applicants_key_is_43_characters_and_always_the_same()
    {
        var key = Hasher.ApplicantHash(Samples.Jane);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(key, Hasher.ApplicantHash(new Applicant("Jane", "Doe", Samples.IdNumber)));
    }

    /// <summary>Stored keys must go on being found, so the hash is fixed: HMAC-SHA256 over length-prefixed parts.</summary>
    [Fact]
    public void The_hash_is_the_same_in_every_version()
    {
        byte[] bytes = [.. new[] { "applicant", "Jane", "Doe", Samples.IdNumber }.SelectMany(Part)];
        var expected = System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(Secrets.Pepper, bytes));
        Assert.Equal(expected, Hasher.ApplicantHash(Samples.Jane));
    }

    /// <summary>As the keys of scores: a key that was used before a new version must find its validation after it.</summary>
    [Fact]
    public void An_id_of_an_idempotency_key_is_the_same_in_every_version()
    {
        var start = Sample.Start.ToUnixTimeMilliseconds();
        byte[] bytes = [.. new[] { "idempotency", "alice", "key", $"{start}" }.SelectMany(Part)];
        var secret = HMACSHA256.HashData(Secrets.Pepper, bytes).AsSpan(0, ValidationId.SecretBytes);
        Assert.Equal(ValidationId.Create(start, secret), Hasher.IdempotentId("alice", "key", Sample.Start));
    }

    [Fact]
    public void Text_that_moves_over_a_border_between_fields_changes_the_key()
    {
        Applicant[] applicants =
        [
            new("Jane", "Doe", "1"), new("JaneD", "oe", "1"), new("Jan", "eDoe", "1"), new("Jane", "Doe1", ""),
            new("", "JaneDoe", "1"),
            new("jane", "Doe", "1"), new("Doe", "Jane", "1"), new("Jane\n", "Doe", "1"),
        ];
        Assert.Equal(applicants.Length, applicants.Select(Hasher.ApplicantHash).Distinct().Count());
    }

    [Fact]
    public void A_key_hangs_on_caller_key_window_and_pepper()
    {
        var start = Sample.Start;
        var other = new LookupHasher([.. Secrets.Pepper.Select(value => (byte)~value)]);
        var ids = new[]
        {
            Hasher.IdempotentId("alice", "k", start), Hasher.IdempotentId("bob", "k", start),
            Hasher.IdempotentId("alice", "K", start),
            Hasher.IdempotentId("alicek", "", start), Hasher.IdempotentId(
                "alice", "k", start.AddDays(1)), other.IdempotentId("alice", "k", start),
        };
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids[0], Hasher.IdempotentId("alice", "k", start));
    }

    [Fact]
    public void An_idempotent_id_sorts_with_its_window() =>
        Assert.Equal(
            ValidationId.FloorOf(Sample.Start)[..9], Hasher.IdempotentId("alice", "k", Sample.Start).Value[..9]);

    [Fact]
    public void Long_texts_are_hashed_whole()
    {
        var text = new string('x', 2_000);
        Assert.NotEqual(Hasher.IdempotentId("a", text + "1", Sample.Start), Hasher.IdempotentId("a", text + "2", Sample.Start));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void A_short_pepper_is_refused_without_being_told(int length)
    {
        var exception = Assert.Throws<ArgumentException>(() => new LookupHasher(new byte[length]));
        Assert.Equal("The pepper must have at least 32 bytes. (Parameter 'pepper')", exception.Message);
    }

    [Fact]
    public void A_former_pepper_finds_what_it_wrote_and_writes_nothing()
    {
        var keys = Secrets.Rotated.HashesOf(Samples.Jane);
        Assert.Equal([Hasher.ApplicantHash(Samples.Jane)], keys.Previous);
        Assert.NotEqual(keys.Previous[0], keys.Current);
        Assert.True(keys.Contains(keys.Current) && keys.Contains(keys.Previous[0]));
        Assert.False(keys.Contains("another"));
        Assert.Equal(
            [Hasher.IdempotentId("alice", "k", Sample.Start)], Secrets.Rotated.PreviousIdempotentIds("alice", "k", Sample.Start));
        Assert.NotEqual(
            Hasher.IdempotentId("alice", "k", Sample.Start), Secrets.Rotated.IdempotentId("alice", "k", Sample.Start));
    }

    [Fact]
    public void Without_a_former_pepper_there_is_one_key_and_nothing_else_to_look_under()
    {
        Assert.Empty(Hasher.HashesOf(Samples.Jane).Previous);
        Assert.Empty(Hasher.PreviousIdempotentIds("alice", "k", Sample.Start));
    }

    /// <summary>Stored with every validation, and in an operator's settings: the name must never change.</summary>
    [Fact]
    public void A_callers_name_hangs_on_its_key_alone()
    {
        Assert.Matches("^key-[A-Za-z0-9_-]{12}$", LookupHasher.CallerName("a"));
        Assert.NotEqual(LookupHasher.CallerName("a"), LookupHasher.CallerName("b"));
        byte[] bytes = [.. Part("caller"), .. Part("some key")];
        var expected = System.Buffers.Text.Base64Url.EncodeToString(
            HMACSHA256.HashData("FinRisk.Caller.v1"u8, bytes).AsSpan(0, 9));
        Assert.Equal("key-" + expected, LookupHasher.CallerName("some key"));
    }

    [Fact]
    public void A_former_pepper_is_refused_below_32_bytes_too()
    {
        Assert.Throws<ArgumentException>(() => new LookupHasher(new byte[32], new byte[31]));
        Assert.Single(new LookupHasher(new byte[32], new byte[32]).HashesOf(Samples.Jane).Previous);
    }

    private static byte[] Part(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return [.. BitConverter.GetBytes(utf8.Length), .. utf8];
    }
}
