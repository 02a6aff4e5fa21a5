package io.camelnextmv;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.camel.Exchange;

/** Imports run one way: the entry point knows all, the wire and the ticket know nobody, nobody knows the sandbox. */
@AnalyzeClasses(packages = "io.camelnextmv", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    private static final String ROOT = "io.camelnextmv";

    @ArchTest
    static final ArchRule theWireAndTheTicketKnowNobody = noClasses().that()
            .resideInAnyPackage(ROOT + ".cloud..", ROOT + ".ticket..").should().dependOnClassesThat(
                    resideInAPackage(ROOT + "..").and(not(
                            resideInAnyPackage(ROOT + ".cloud..", ROOT + ".ticket..", ROOT + ".document.."))));

    @ArchTest
    static final ArchRule whoReadsDocumentsKnowsNobody = noClasses().that().resideInAPackage(ROOT + ".document..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".document.."))));

    @ArchTest
    static final ArchRule theTicketDoesNotKnowTheWire = noClasses().that().resideInAPackage(ROOT + ".ticket..")
            .should().dependOnClassesThat().resideInAPackage(ROOT + ".cloud..");

    @ArchTest
    static final ArchRule theWireDoesNotKnowTheTicket = noClasses().that().resideInAPackage(ROOT + ".cloud..")
            .should().dependOnClassesThat().resideInAPackage(ROOT + ".ticket..");

    @ArchTest
    static final ArchRule theSandboxKnowsNobody = noClasses().that().resideInAPackage(ROOT + ".sandbox..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..").and(
                    not(resideInAPackage(ROOT + ".sandbox.."))));

    @ArchTest
    static final ArchRule onlyTheEntryPointKnowsTheSandbox = noClasses().that()
            .resideOutsideOfPackages(ROOT, ROOT + ".sandbox..").should().dependOnClassesThat()
            .resideInAPackage(ROOT + ".sandbox..");

    @ArchTest
    static final ArchRule nobodyKnowsTheEntryPoint = noClasses().that().resideOutsideOfPackage(ROOT)
            .should().dependOnClassesThat().resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule roomsDoNotGoRoundInCircles = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    /** An application that has the jar on its class path need not have them. */
    @ArchTest
    static final ArchRule nobodyNeedsAClientOfABroker = noClasses().that().resideOutsideOfPackages(ROOT + ".kafka..",
            ROOT + ".jms..").should().dependOnClassesThat(
            resideInAnyPackage("jakarta.jms..", "org.springframework..", "org.apache.activemq..",
                    "org.apache.camel.component.jms..", "org.apache.camel.component.kafka..", "org.apache.kafka.."));

    /** Only the profile names it, and what asks whether its client is there. */
    @ArchTest
    static final ArchRule nobodyKnowsTheRoomThatNeedsKafka = noClasses().that()
            .resideOutsideOfPackage(ROOT + ".kafka..").should().dependOnClassesThat()
            .resideInAPackage(ROOT + ".kafka..");

    /** The same. */
    @ArchTest
    static final ArchRule nobodyKnowsTheRoomThatNeedsJms = noClasses().that()
            .resideOutsideOfPackage(ROOT + ".jms..").should().dependOnClassesThat()
            .resideInAPackage(ROOT + ".jms..");

    @ArchTest
    static final ArchRule whatIsPlainJavaSeesNoMessage = noClasses().that().resideInAnyPackage(ROOT + ".ticket..",
            ROOT + ".submit..", ROOT + ".payload..", ROOT + ".deliver..", ROOT + ".settings..")
            .should().dependOnClassesThat().areAssignableTo(Exchange.class);
}
