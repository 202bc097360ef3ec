using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using CsCheck;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Testing;
using Microsoft.AspNetCore.DataProtection;

namespace FinRisk.Scoring.Tests.Privacy;

/// <summary>Contract 6: sealed for one validation under a key ring, and for nothing else.</summary>
public sealed class ApplicantSealerTests
{
    private static readonly Gen<string> Names = Gen.String[Gen.Char["Jane Doe-'.\u00E9\u0301\u5F20\u0645"], 1, 100];

    [Fact]
    public void What_is_sealed_opens_again_for_its_validation() =>
        Gen.Select(Names, Names, Gen.String[Gen.Char['0', '9'], 13, 13]).Sample(
            (first, last, number) =>
            {
                var applicant = new Applicant(first, last, number);
                var opened = Secrets.Sealer.Open(Secrets.Sealer.Seal(applicant, Sample.Id), Sample.Id);
                return (opened.FirstName, opened.LastName, opened.IdNumber) == (first, last, number)
                    && !ReferenceEquals(opened, applicant);
            },
            iter: Properties.Iterations(500));

    [Fact]
    public void For_another_validation_it_does_not_open()
    {
        var payload = Secrets.SealJane(Sample.Id);
        Assert.Throws<SealBrokenException>(() => Secrets.Sealer.Open(payload, Sample.OtherId));
    }

    [Fact]
    public void Fresh_from_the_sealer_it_opens_for_no_other_validation_either_and_tells_nothing_in_JSON()
    {
        var payload = Secrets.Sealer.Seal(Samples.Jane, Sample.Id);
        Assert.Throws<SealBrokenException>(() => Secrets.Sealer.Open(payload, Sample.OtherId));
        Assert.Equal($$"""{"Payload":"{{payload.Payload}}"}""", JsonSerializer.Serialize(payload));
    }

    [Fact]
    public void Under_another_key_ring_it_does_not_open()
    {
        var payload = Secrets.SealJane(Sample.Id);
        Assert.Throws<SealBrokenException>(
            () => new ApplicantSealer(new EphemeralDataProtectionProvider()).Open(payload, Sample.Id));
    }

    [Fact]
    public void Altered_by_any_one_bit_it_does_not_open()
    {
        var bytes = Base64Url.DecodeFromChars(Secrets.SealJane(Sample.Id).Payload);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var altered = bytes.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SealBrokenException>(
                () => Secrets.Sealer.Open(new SealedApplicant(Base64Url.EncodeToString(altered)), Sample.Id));
        }
    }

    [Fact]
    public void Cut_at_any_byte_it_does_not_open()
    {
        var payload = Secrets.SealJane(Sample.Id).Payload;
        for (var length = 0; length < payload.Length; length++)
            Assert.Throws<SealBrokenException>(() => Secrets.Sealer.Open(new SealedApplicant(payload[..length]), Sample.Id));
    }

    [Theory]
    [InlineData("not base64url!")]
    [InlineData("\u00E9\u00E9\u00E9\u00E9")]
    public void What_is_no_payload_at_all_does_not_open(string payload) =>
        Assert.Throws<SealBrokenException>(() => Secrets.Sealer.Open(new SealedApplicant(payload), Sample.Id));

    [Fact]
    public void A_payload_of_another_shape_is_broken()
    {
        var protector = Secrets.KeyRing.CreateProtector("FinRisk.Applicant.v1").CreateProtector(Sample.Id.Value);
        var payload = new SealedApplicant(Base64Url.EncodeToString(protector.Protect("only one field"u8.ToArray())));
        Assert.Throws<SealBrokenException>(() => Secrets.Sealer.Open(payload, Sample.Id));
    }

    /// <summary>However deep Data Protection has wrapped it: an outage passes, and a broken seal does not.</summary>
    [Fact]
    public void A_key_ring_that_cannot_be_read_is_an_outage_and_no_broken_seal()
    {
        var outage = new KeyRingUnreachableException(new TimeoutException());
        var sealer = new ApplicantSealer(new FailingKeyRing(
            new CryptographicException("outer", new InvalidOperationException("inner", outage))));
        Assert.Same(outage, Assert.Throws<KeyRingUnreachableException>(() => sealer.Seal(Samples.Jane, Sample.Id)));
        var payload = Secrets.SealJane(Sample.Id);
        Assert.Same(outage, Assert.Throws<KeyRingUnreachableException>(() => sealer.Open(payload, Sample.Id)));
        Assert.StartsWith("The key ring cannot be read now", outage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_ring_that_fails_otherwise_is_a_broken_seal_with_its_cause()
    {
        var cause = new CryptographicException("outer", new InvalidOperationException("inner"));
        var sealer = new ApplicantSealer(new FailingKeyRing(cause));
        Assert.Same(cause, Assert.Throws<CryptographicException>(() => sealer.Seal(Samples.Jane, Sample.Id)));
        var broken = Assert.Throws<SealBrokenException>(() => sealer.Open(Secrets.SealJane(Sample.Id), Sample.Id));
        Assert.Same(cause, broken.InnerException);
        Assert.StartsWith("The sealed applicant cannot be opened", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sealing_twice_gives_different_payloads() =>
        Assert.NotEqual(Secrets.SealJane(Sample.Id), Secrets.SealJane(Sample.Id));

    [Fact]
    public void Nothing_of_the_applicant_shows()
    {
        var payload = Secrets.SealJane(Sample.Id);
        Assert.Equal("(sealed applicant)", payload.ToString());
        Assert.DoesNotContain(payload.Payload, Sample.Input(applicant: payload).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Samples.IdNumber, JsonSerializer.Serialize(payload), StringComparison.Ordinal);

        var broken = Assert.Throws<SealBrokenException>(() => Secrets.Sealer.Open(payload, Sample.OtherId));
        Assert.DoesNotContain(Samples.IdNumber, broken.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(payload.Payload, broken.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A key ring that fails whenever it is used.</summary>
    private sealed class FailingKeyRing(Exception exception) : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => throw exception;

        public byte[] Unprotect(byte[] protectedData) => throw exception;
    }
}
